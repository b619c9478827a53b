namespace Dagstack.Extensions.Configuration.Reload;

/// <summary>Ends a subscription.</summary>
internal sealed class Unsubscriber(Action end) : IDisposable
{
    public void Dispose() => end();
}
