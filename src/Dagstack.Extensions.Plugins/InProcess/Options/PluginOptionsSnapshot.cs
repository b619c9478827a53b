using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The options as they are when they are injected.</summary>
/// <param name="options">The plugin's options.</param>
internal sealed class PluginOptionsSnapshot<T>(PluginOptions<T> options) : IOptionsSnapshot<T>
    where T : class
{
    public T Value { get; } = options.CurrentValue;

    public T Get(string? name) => string.IsNullOrEmpty(name) ? Value : options.Get(name);
}
