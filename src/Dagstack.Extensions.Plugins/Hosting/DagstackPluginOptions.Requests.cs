using Dagstack.Extensions.Plugins.Hosting;

namespace Dagstack.Extensions.Plugins;

/// <content>What a call asks for, as long as it is being made.</content>
public sealed partial class DagstackPluginOptions
{
    private PluginRequests? _requests;

    /// <summary>Gets what the call that is being made asks for.</summary>
    /// <exception cref="InvalidOperationException">None is being made.</exception>
    internal PluginRequests Requests => _requests ?? throw new InvalidOperationException(
        "The options of AddDagstackPlugins are used after the call of AddDagstackPlugins(o => …) that they were given to has configured them, so that nobody would see to what is asked for. "
        + "Ask for it within the call, or make another one: services.AddDagstackPlugins(o => …).");

    /// <summary>Makes one call, perhaps within another one, whose requests go on afterwards.</summary>
    /// <returns>What the call asks for.</returns>
    internal PluginRequests Configure(Action<DagstackPluginOptions> configure)
    {
        var outer = _requests;
        var requests = _requests = new();
        try
        {
            configure(this);
        }
        finally
        {
            _requests = outer;
        }

        return requests;
    }
}
