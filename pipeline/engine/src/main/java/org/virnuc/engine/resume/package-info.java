/**
 * Decides whether finished work can be reused. Read {@link org.virnuc.engine.resume.Fingerprint} for what a result
 * depends on, {@link org.virnuc.engine.resume.Manifest} for how it is verified, then
 * {@link org.virnuc.engine.resume.ResumePoint}.
 */
@NullMarked
package org.virnuc.engine.resume;

import org.jspecify.annotations.NullMarked;
