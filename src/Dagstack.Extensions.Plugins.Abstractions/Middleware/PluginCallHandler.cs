namespace Dagstack.Extensions.Plugins;

/// <summary>Makes a call: the next middleware, or the plugin itself.</summary>
/// <param name="call">The call.</param>
/// <returns>The hook's result; null for a hook without one, the stream itself for one that returns a stream.</returns>
public delegate ValueTask<object?> PluginCallHandler(PluginCallContext call);
