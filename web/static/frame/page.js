/** What every page has: the rail, the theme, and the keys. */

import { liveRail } from "./rail.js";
import { offerKeys } from "./shortcuts.js";
import { offerTheme } from "./theme.js";

offerTheme();
liveRail();
offerKeys();
