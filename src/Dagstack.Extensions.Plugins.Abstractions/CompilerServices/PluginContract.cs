using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>A kind's contract: its interface, its hooks, and how to make a proxy for it.</summary>
/// <remarks>Part of the binary surface of generated code (docs/adr/0001-binary-surface.md). Members may be added, abstract ones never.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class PluginContract
{
    private IReadOnlyList<HookDescriptor>? _hooks;

    /// <summary>Creates the contract.</summary>
    /// <param name="interfaceType">The interface that plugins implement.</param>
    /// <param name="kind">The kind's name.</param>
    /// <param name="apiVersion">The version of the contract, whose major number manifests are compared with.</param>
    protected PluginContract(Type interfaceType, string kind, string apiVersion)
    {
        ArgumentNullException.ThrowIfNull(interfaceType);
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(apiVersion);
        InterfaceType = interfaceType;
        Kind = kind;
        ApiVersion = apiVersion;
    }

    /// <summary>Gets the interface that plugins implement.</summary>
    public Type InterfaceType { get; }

    /// <summary>Gets the kind's name.</summary>
    public string Kind { get; }

    /// <summary>Gets the version of the contract.</summary>
    public string ApiVersion { get; }

    /// <summary>Gets the hooks in the order of their declaration.</summary>
    public IReadOnlyList<HookDescriptor> Hooks => _hooks ??= CreateHooks();

    /// <summary>Gets the JSON metadata that the contract's author named, or null to use reflection.</summary>
    public virtual JsonSerializerContext? JsonContext => null;

    /// <summary>Gets what the kind is for: the summary of the interface's documentation comment, with its lines. The default is null: there is none.</summary>
    public virtual string? Description => null;

    /// <summary>Gets a value indicating whether plugins of the kind run in the host's process only. The default is false.</summary>
    public virtual bool IsInProcessOnly => false;

    /// <summary>Gets a value indicating whether one plugin of the kind serves the whole host. The default is false.</summary>
    public virtual bool IsSingletonPerRuntime => false;

    /// <summary>Makes a proxy over a slot.</summary>
    /// <param name="slot">Where the plugin's current instance is found.</param>
    /// <returns>A proxy that implements <see cref="InterfaceType"/>.</returns>
    public abstract PluginProxy CreateProxy(PluginSlot slot);

    /// <summary>Makes the descriptors of the hooks.</summary>
    /// <returns>The hooks in the order of their declaration.</returns>
    protected abstract IReadOnlyList<HookDescriptor> CreateHooks();
}
