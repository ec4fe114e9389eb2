/**
 * The network side of models: what is fetched from the Hugging Face hub or another server, and the hub's cache on disk, which
 * is shared with other programs. Read {@link org.virnuc.models.hub.HubPull} first, then {@link
 * org.virnuc.models.hub.Download}; {@link org.virnuc.models.hub.HubCache} is all that works offline.
 */
@NullMarked
package org.virnuc.models.hub;

import org.jspecify.annotations.NullMarked;
