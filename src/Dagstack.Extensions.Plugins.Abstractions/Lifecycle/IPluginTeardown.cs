namespace Dagstack.Extensions.Plugins;

/// <summary>Implemented by a plugin's class that has something to release before it is disposed.</summary>
/// <remarks>Calls in flight have ended by then. See §4 of the plugin contract.</remarks>
public interface IPluginTeardown
{
    /// <summary>Releases what the plugin holds.</summary>
    /// <param name="cancellationToken">Cancelled when <c>teardown_timeout_sec</c> is over.</param>
    /// <returns>True if everything was released; false if only a restart of the process can do that.</returns>
    ValueTask<bool> TeardownAsync(CancellationToken cancellationToken);
}
