/**
 * {@code report.html}: what a run found, for people, in one file that needs nothing else. Read {@link
 * org.virnuc.report.HtmlReport}, then the sections it is put together from; {@link org.virnuc.report.Html} is the only
 * place where text becomes markup, {@link org.virnuc.report.Charts} the only one where figures reach the charting library.
 */
@NullMarked
package org.virnuc.report;

import org.jspecify.annotations.NullMarked;
