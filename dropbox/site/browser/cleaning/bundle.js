// The third script of the page: everything that cleans files. Fetched once the form can be used.

import { CleaningError, join } from "./bytes.js";
import { cleanerFor, HEAD_LEN } from "./clean.js";

export { CleaningError, cleanerFor, HEAD_LEN, join };
