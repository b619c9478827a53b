using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>A change token whose listeners are told on the pool, each for itself: one that blocks or throws keeps none of the others from being told.</summary>
/// <param name="fired">Cancelled when the token fires.</param>
internal sealed class StatusToken(CancellationToken fired) : IChangeToken
{
    public bool HasChanged => fired.IsCancellationRequested;

    public bool ActiveChangeCallbacks => true;

    /// <remarks>A listener of a token that has fired is told, also when its registration is disposed at once: ChangeToken.OnChange does that.</remarks>
    public IDisposable RegisterChangeCallback(Action<object?> callback, object? state)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return fired.UnsafeRegister(
            static listener =>
            {
                var (callback, state) = ((Action<object?>, object?))listener!;
                _ = Task.Run(() => callback(state));
            },
            (callback, state));
    }
}
