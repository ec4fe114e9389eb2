/** Tables as Parquet files. Read {@link org.virnuc.calling.parquet.ParquetTable}. */
@NullMarked
package org.virnuc.calling.parquet;

import org.jspecify.annotations.NullMarked;
