namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Lends bytes, and counts how often they are given back.</summary>
internal sealed class Owner
{
    private int _returns;

    public int Returns => Volatile.Read(ref _returns);

    public IDisposable Lend() => new Lent(this);

    private sealed class Lent(Owner owner) : IDisposable
    {
        public void Dispose() => Interlocked.Increment(ref owner._returns);
    }
}
