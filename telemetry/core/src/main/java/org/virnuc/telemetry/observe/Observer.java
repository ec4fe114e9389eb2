package org.virnuc.telemetry.observe;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.StageFigures;
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
        return input -> {
            StageSpan span = start(id);
            StageSpan outer = StageContext.enter(span);
            try {
                O output = stage.apply(input);
                done(span);
                return output;
            } catch (RuntimeException | Error e) {
                telemetry.failStage(span, e);
                throw e;
            } finally {
                StageContext.enter(outer);
            }
        };
    }

    /** A stage given as a task. */
    public <T> Callable<T> around(String id, Callable<T> stage) {
        return () -> {
            StageSpan span = start(id);
            StageSpan outer = StageContext.enter(span);
            try {
                T result = stage.call();
                done(span);
                return result;
            } catch (Exception | Error e) {
                telemetry.failStage(span, e);
                throw e;
            } finally {
                StageContext.enter(outer);
            }
        };
    }

    /**
     * A stage of the pipeline's own type.
     *
     * @param type the interface that stages have there
     * @param work tells the methods that do the stage's work; the others are passed on unobserved
     */
    public <S> S around(String id, Class<S> type, S stage, Predicate<Method> work) {
        InvocationHandler handler = (proxy, method, arguments) -> work.test(method)
                ? observed(id, () -> invoke(stage, method, arguments))
                : invoke(stage, method, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object observed(String id, Invocation invocation) throws Throwable {
        StageSpan span = start(id);
        StageSpan outer = StageContext.enter(span);
        try {
            Object result = invocation.proceed();
            done(span);
            return result;
        } catch (Throwable e) { // whatever the stage throws, also an Error, is passed on as it is
            telemetry.failStage(span, e);
            throw e;
        } finally {
            StageContext.enter(outer);
        }
    }

    private interface Invocation {
        @Nullable Object proceed() throws Throwable;
    }

    private static @Nullable Object invoke(Object stage, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(stage, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private StageSpan start(String id) {
        String path = StageContext.current().map(outer -> outer.id() + "/" + id).orElse(id);
        return telemetry.startStage(path, -1);
    }

    private void done(StageSpan span) {
        long items = Math.max(1, span.itemsDone());
        telemetry.endStage(span, StageFigures.of(items, items));
    }
}
