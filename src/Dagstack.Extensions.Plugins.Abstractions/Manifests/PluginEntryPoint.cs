namespace Dagstack.Extensions.Plugins;

/// <summary>Where the class of an in-process plugin is: <c>module:Class</c>.</summary>
public sealed record PluginEntryPoint
{
    /// <summary>Creates an entry point.</summary>
    /// <param name="module">The module: <c>module.dll</c> in the plugin's folder.</param>
    /// <param name="className">A full type name, or a simple name that is unique in the assembly.</param>
    /// <exception cref="ArgumentException">One of the parts is null or empty.</exception>
    public PluginEntryPoint(string module, string className)
    {
        ArgumentException.ThrowIfNullOrEmpty(module);
        ArgumentException.ThrowIfNullOrEmpty(className);
        Module = module;
        ClassName = className;
    }

    /// <summary>Gets the module: <c>module.dll</c> in the plugin's folder.</summary>
    public string Module { get; }

    /// <summary>Gets the class: a full type name, or a simple name that is unique in the assembly.</summary>
    public string ClassName { get; }

    /// <summary>Gets the text as it stands in the manifest.</summary>
    public string Text => $"{Module}:{ClassName}";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
