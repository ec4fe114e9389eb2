package org.virnuc.files;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a type that programs outside VirNuc may use, together with its public nested types. Its signatures mention only
 * such types. Every other type is internal: it may change or go without notice, even if it is public for the sake of
 * other modules of VirNuc.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@PublicApi
public @interface PublicApi {}
