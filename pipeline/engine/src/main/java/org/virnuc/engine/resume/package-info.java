/**
 * Decides whether finished work can be used again. Read {@link org.virnuc.engine.resume.Fingerprint} (what a result depends on),
 * {@link org.virnuc.engine.resume.Manifest} (what vouches for it), then {@link org.virnuc.engine.resume.Checkpoint}.
 */
@NullMarked
package org.virnuc.engine.resume;

import org.jspecify.annotations.NullMarked;
