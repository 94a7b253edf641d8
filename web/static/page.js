/** What every page has: the rail, the theme, the keys, and cards where there are footnotes. */

import { showCards } from "./footcard.js";
import { offerKeys } from "./keys.js";
import { liveRail } from "./rail.js";
import { offerTheme } from "./theme.js";

offerTheme();
liveRail();
offerKeys();
showCards();
