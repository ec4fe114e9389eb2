/** Tables as Parquet files. Read {@link org.virnuc.pipeline.parquet.ParquetTable}. */
@NullMarked
package org.virnuc.pipeline.parquet;

import org.jspecify.annotations.NullMarked;
