namespace Dagstack.Extensions.Plugins;

/// <summary>Implemented by a plugin's class that has something to do before it is called for the first time.</summary>
/// <remarks>See §4 of the plugin contract.</remarks>
public interface IPluginSetup
{
    /// <summary>Prepares the plugin. It is ready when this has completed, and unavailable if it throws.</summary>
    /// <param name="context">What the host gives to the plugin.</param>
    /// <param name="cancellationToken">Cancelled when <c>startup_timeout_sec</c> is over or the host stops.</param>
    /// <returns>A task that completes when the plugin may be called.</returns>
    ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken);
}
