namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What is between the nodes and the store: calls take their time and overtake each other, get lost on the way there, or their answers on the way back.</summary>
internal sealed class SimWire(SimWorld world)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(200);

    /// <summary>Gets or sets how often a call fails, with or without its effect.</summary>
    public double Loss { get; set; }

    /// <summary>Gets or sets a value indicating whether the store is out.</summary>
    public bool IsOut { get; set; }

    /// <summary>Calls the store.</summary>
    /// <param name="isSure">Whether only an outage can come between.</param>
    public Task<T> CallAsync<T>(SimNode node, Func<Task<T>> effect, CancellationToken cancellationToken, bool isSure = false)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var answer = new TaskCompletionSource<T>();
        var registration = cancellationToken.UnsafeRegister(static (answer, token) => ((TaskCompletionSource<T>)answer!).TrySetCanceled(token), answer);
        world.After(world.Span(s_longest), () =>
        {
            var answered = Arrive(node, effect, isSure ? 0 : Loss);
            world.After(world.Span(s_longest), () =>
            {
                registration.Dispose();
                if (answered is null)
                {
                    answer.TrySetException(new UnitStoreUnavailableException("The wire is cut."));
                }
                else if (answered.IsFaulted)
                {
                    answer.TrySetException(answered.Exception.InnerExceptions);
                }
                else
                {
                    answer.TrySetResult(answered.Result);
                }
            });
        });
        return answer.Task;
    }

    /// <summary>The call is at the store.</summary>
    /// <returns>What came of it; null if the caller is not to know.</returns>
    private Task<T>? Arrive<T>(SimNode node, Func<Task<T>> effect, double loss)
    {
        if (IsOut || (node.IsDead && world.Chance(0.5)) || world.Chance(loss))
        {
            return null;
        }

        var answer = Try(effect);
        return world.Chance(loss) ? null : answer;
    }

    private static Task<T> Try<T>(Func<Task<T>> effect)
    {
        try
        {
            return effect();
        }
        catch (Exception fault)
        {
            return Task.FromException<T>(fault);
        }
    }
}
