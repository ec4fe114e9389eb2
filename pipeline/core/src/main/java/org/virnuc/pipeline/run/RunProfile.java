package org.virnuc.pipeline.run;

import java.util.List;
import java.util.Optional;
import org.virnuc.calling.ScoreError;
import org.virnuc.calling.ScoreErrors;
import org.virnuc.engine.UsageException;
import org.virnuc.files.Digests;
import org.virnuc.files.PublicApi;
import org.virnuc.models.DeviceException;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;

/**
 * Everything a machine decides about the results of a run: how encoders compute, and what is known of the error of
 * their scores. A request that carries its profile gives the same bytes in every process on every machine of the same
 * kind, whatever those machines would have measured or have in their caches.
 *
 * @param execution how encoders compute
 * @param model a digest of the model that the profile was resolved for
 * @param scoreError how far scores in this precision lie from those in fp32; empty if nobody has measured it
 */
@PublicApi
public record RunProfile(ExecutionProfile execution, String model, Optional<ScoreError> scoreError) {

    static RunProfile resolve(RunRequest request, ModelStore store, ModelPack pack) {
        ExecutionProfile execution = store.profile(request.encoders());
        Optional<ScoreError> error = ScoreErrors.in(store.cacheFolder())
                .find(pack, execution.precision().word());
        return new RunProfile(execution, digest(pack), error);
    }

    /**
     * Checks that this machine and this model are those of the profile.
     *
     * @throws DeviceException if the machine is of another kind
     * @throws UsageException if the model is another one
     */
    void require(ModelPack pack) {
        execution.requireThisMachine();
        if (!model.equals(digest(pack))) {
            throw new UsageException("the profile of the request was resolved for another model than " + pack.id()
                    + " is here; resolve the profile again, or use the same model files");
        }
    }

    private static String digest(ModelPack pack) {
        return Digests.ofText(String.join(
                "\n",
                List.of(
                        pack.dna().sha256(),
                        pack.protein().sha256(),
                        pack.head().sha256())));
    }
}
