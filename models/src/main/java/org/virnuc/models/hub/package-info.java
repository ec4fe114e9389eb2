/**
 * Downloads from the Hugging Face hub and other servers, and the hub's cache on disk, which is shared with other
 * programs. Read {@link org.virnuc.models.hub.HubPull} first, then {@code Download};
 * {@link org.virnuc.models.hub.HubCache} is the only part that works offline.
 */
@NullMarked
package org.virnuc.models.hub;

import org.jspecify.annotations.NullMarked;
