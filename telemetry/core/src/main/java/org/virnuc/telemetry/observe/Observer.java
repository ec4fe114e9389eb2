package org.virnuc.telemetry.observe;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.StageSpan;

/**
 * Measures the stages of an existing pipeline by wrapping them, without changes to the stages. Apply it last, outside
 * retries and caches, so that their work counts as part of the stage. Results, exceptions and interrupts pass through
 * unchanged.
 *
 * <p>A stage that runs within another is reported as {@code outer/inner}; stages may run concurrently. Use one observer
 * for all phases of a program to get totals over all of them.
 *
 * <p>A stage reports its items through {@link StageContext#current()}. If it reports none, it has one item in and one
 * out.
 */
@PublicApi
public final class Observer {
    private final PipelineTelemetry telemetry;

    /** Creates an observer that reports to {@code telemetry}. */
    public Observer(PipelineTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Wraps a stage that is a function. */
    public <I, O> Function<I, O> around(String id, Function<I, O> stage) {
        return input -> observed(id, () -> stage.apply(input));
    }

    /** Wraps a stage that is a task. */
    public <T> Callable<T> around(String id, Callable<T> stage) {
        return () -> observed(id, stage::call);
    }

    /**
     * Wraps a stage of the pipeline's own type.
     *
     * @param type the interface of the pipeline's stages
     * @param work selects the methods that do the stage's work; calls to other methods are not measured
     */
    public <S> S around(String id, Class<S> type, S stage, Predicate<Method> work) {
        InvocationHandler handler = (proxy, method, arguments) -> work.test(method)
                ? observed(id, () -> Optional.ofNullable(invoke(stage, method, arguments)))
                        .orElse(null)
                : invoke(stage, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private <T, E extends Throwable> T observed(String id, Work<T, E> work) throws E {
        String path = StageContext.current().map(outer -> outer.id() + "/" + id).orElse(id);
        return telemetry.stage(path, span -> {
            StageSpan outer = StageContext.enter(span);
            try {
                return work.run();
            } finally {
                StageContext.enter(outer);
            }
        });
    }

    private interface Work<T, E extends Throwable> {
        T run() throws E;
    }

    private static @Nullable Object invoke(Object stage, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(stage, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
