/**
 * Writes TorchScript archives without Python. Read {@link org.virnuc.models.torchscript.ScriptModule} (a module with
 * its tensors), {@link org.virnuc.models.torchscript.Linear} (the layer that all graphs share),
 * {@link org.virnuc.models.torchscript.TorchScriptArchive} (writes them) and
 * {@link org.virnuc.models.torchscript.ArchiveCache} (keeps them); each model family has its own graph.
 */
@NullMarked
package org.virnuc.models.torchscript;

import org.jspecify.annotations.NullMarked;
