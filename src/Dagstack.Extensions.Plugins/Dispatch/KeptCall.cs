namespace Dagstack.Extensions.Plugins.Dispatch;

/// <summary>A call that those who are called from inside of it can see, or nothing where nobody has to.</summary>
internal readonly struct KeptCall : IDisposable
{
    private readonly OpenCall? _call;
    private readonly CallMetadataScope _scope;

    private KeptCall(OpenCall call) => (_call, _scope) = (call, CallMetadata.Enter(call));

    public static KeptCall Begin(object owner) => new(new OpenCall(owner));

    /// <summary>Marks what is called by nobody, as a setup, a teardown and a handler of events are, for what it calls: it may not wait for the plugin's replacement, which waits for it.</summary>
    /// <param name="plugin">What it is of. One that is not stopped before it is replaced makes nobody wait.</param>
    /// <param name="owner">What it has entered, or makes.</param>
    public static KeptCall Mark(PluginManifest plugin, object owner)
    {
        if (plugin.Reload != PluginReloadMode.StopFirst)
        {
            return default;
        }

        var mark = new OpenCall(owner);
        mark.Close();
        return new(mark);
    }

    /// <summary>Finds the innermost call that has entered something.</summary>
    public static OpenCall? Find(object owner)
    {
        for (var call = CallMetadata.Call; call is not null; call = call.Outer)
        {
            if (call.Owner == owner)
            {
                return call;
            }
        }

        return null;
    }

    /// <summary>Ends it. Before what it has entered is left.</summary>
    public void Dispose()
    {
        _call?.Close();
        _scope.Dispose();
    }
}
