/** What every page has: the rail, the theme, and the keys. */

import { offerKeys } from "./keys.js";
import { liveRail } from "./rail.js";
import { offerTheme } from "./theme.js";

offerTheme();
liveRail();
offerKeys();
