/**
 * TorchScript archives, written without Python: {@link org.virnuc.models.torchscript.ScriptModule} is a module with its
 * tensors, {@link org.virnuc.models.torchscript.Linear} the layer that all graphs share, and {@link
 * org.virnuc.models.torchscript.TorchScriptArchive} writes them. Each model family has its own graph.
 */
@NullMarked
package org.virnuc.models.torchscript;

import org.jspecify.annotations.NullMarked;
