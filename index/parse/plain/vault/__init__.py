"""What note programs add to Markdown: links between notes, comments, callouts, commands of templates, diagrams."""
