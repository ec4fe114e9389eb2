/**
 * {@code report.html}: what a run found, for people, in one file that needs nothing else. Read {@link
 * org.virnuc.pipeline.report.HtmlReport}, then the sections it is put together from; {@link org.virnuc.pipeline.report.Html} is the only
 * place where text becomes markup, {@link org.virnuc.pipeline.report.Charts} the only one where figures reach the charting library.
 */
@NullMarked
package org.virnuc.pipeline.report;

import org.jspecify.annotations.NullMarked;
