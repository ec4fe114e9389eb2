package org.virnuc.models.checkpoint;

import org.virnuc.files.VisibleText;
import org.virnuc.models.ModelException;

/**
 * Creates the exceptions for PyTorch files that cannot be read: each message has the file, what was found, and what to
 * do. Text from the file is quoted and shortened, so that a hostile name can neither break the line nor fill the
 * screen.
 */
record TorchRefusal(String file) {

    private static final int QUOTED_CHARACTERS = 120;

    /** The file contradicts itself, its checksums or its own format. */
    ModelException damaged(String what) {
        return because(what, "The file is damaged or was made to mislead: download it or save it again");
    }

    /** The file may be valid, but contains things that a checkpoint does not need. */
    ModelException unsupported(String what) {
        return because(
                what,
                "If you trust the file, load it in Python and save its weights alone:"
                        + " torch.save(model.state_dict(), 'weights.pt')");
    }

    /** Any other reason, with its own remedy; neither text ends in a full stop. */
    ModelException because(String what, String remedy) {
        return new ModelException(file + ": " + what + ". " + remedy + ".");
    }

    /** Text from the file in single quotes, shortened. */
    static String quote(String raw) {
        return "'" + VisibleText.of(raw, QUOTED_CHARACTERS) + "'";
    }
}
