/**
 * TorchScript archives, written without Python: {@link org.virnuc.models.torchscript.ScriptModule} is a module with its
 * tensors, {@link org.virnuc.models.torchscript.TorchScriptArchive} writes it, and there is one graph per model family.
 */
@NullMarked
package org.virnuc.models.torchscript;

import org.jspecify.annotations.NullMarked;
