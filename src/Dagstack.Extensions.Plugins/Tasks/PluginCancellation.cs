namespace Dagstack.Extensions.Plugins.Tasks;

/// <summary>A token for code of others. Whoever cancels it neither waits for the callbacks of that code nor meets what they throw.</summary>
/// <remarks>
/// A token linked the usual way runs them on the thread that cancels: one that throws would end the process when that is a
/// timer's, and keep other plugins from being torn down when it is the host's. The source is left to the collector, since
/// code that the host has given up may still use the token.
/// </remarks>
internal sealed class PluginCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _outer;
    private readonly CancellationTokenRegistration _other;

    /// <summary>Creates a token.</summary>
    /// <param name="outer">Cancels it too, until this is disposed.</param>
    /// <param name="other">As <paramref name="outer"/>.</param>
    public PluginCancellation(CancellationToken outer = default, CancellationToken other = default)
    {
        _outer = Follow(outer);
        _other = Follow(other);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Cancels the token. Its callbacks run on the pool; what they throw is an unobserved exception of a task.</summary>
    public void Cancel() => _ = _source.CancelAsync();

    public void Dispose()
    {
        _outer.Dispose();
        _other.Dispose();
    }

    private CancellationTokenRegistration Follow(CancellationToken outer) => outer.UnsafeRegister(static self => ((PluginCancellation)self!).Cancel(), this);
}
