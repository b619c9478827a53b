namespace Dagstack.Extensions.Plugins.Kinds;

/// <summary>Tells the errors that the host raises itself, which say all there is to say, from those of a plugin's code.</summary>
internal static class HostErrors
{
    /// <summary>Tells whether an exception is the host's own. A plugin may derive from its types, and then anything goes.</summary>
    public static bool Is(Exception fault) => fault is PluginRegistryException && !IsolatedLoadContext.Has(fault.GetType());
}
