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
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.StageSpan;

/**
 * Decorates the stages of any pipeline from outside. Put it around a stage last, outside retries and caches, so that what they do is
 * within the stage's time. Results, exceptions and interrupts pass unchanged. A stage that runs within another is reported as {@code
 * outer/inner}; stages may run side by side. One observer, used in every phase of a program, makes totals of all of them.
 *
 * <p>Items are those that the stage itself tells through {@link StageContext#current()}; without any, a stage has one item in and one
 * out.
 */
public final class Observer {
    private final PipelineTelemetry telemetry;

    /** Reports to {@code telemetry}. */
    public Observer(PipelineTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** A stage given as a function. */
    public <I, O> Function<I, O> around(String id, Function<I, O> stage) {
        return input -> observed(id, () -> stage.apply(input));
    }

    /** A stage given as a task. */
    public <T> Callable<T> around(String id, Callable<T> stage) {
        return () -> observed(id, stage::call);
    }

    /**
     * A stage of the pipeline's own type.
     *
     * @param type the interface that stages have there
     * @param work tells the methods that do the stage's work; the others are passed on unobserved
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
