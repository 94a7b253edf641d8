"""What can be written in several ways, found in one."""

from index.text.forms.normal_forms import normal_forms


def test_codes_dates_and_amounts_are_found_where_they_stand() -> None:
    text = "Pump KD-731-F cost €3,470 on 9 May 2027."
    found = {text[form.start : form.end]: form.terms[0] for form in normal_forms(text)}
    assert found["KD-731-F"] == "kd731f"
    assert found["€3,470"] == "3470"
    assert found["9 May 2027"] == "2027-05-09"


def test_a_date_is_no_code() -> None:
    assert {term for form in normal_forms("2027-05-09") for term in form.terms} == {"2027-05-09", "2027-05", "--05-09"}
