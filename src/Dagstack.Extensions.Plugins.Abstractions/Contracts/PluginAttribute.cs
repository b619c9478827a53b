namespace Dagstack.Extensions.Plugins;

/// <summary>Makes a class of the application itself a plugin: what a manifest says for a plugin in a folder, said in code.</summary>
/// <remarks>
/// The host finds the class in the assemblies that it is told to look through. It fits every version of the plugin system and
/// runs in process. Values are checked as those of a manifest are. If a manifest embedded in the assembly names the class, the
/// manifest wins and this attribute is not read. See §2 of the plugin contract.
/// </remarks>
/// <param name="kind">The kind, such as <c>chunker</c>.</param>
/// <param name="name">The name, unique within its kind, such as <c>fixed</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PluginAttribute(string kind, string name) : Attribute
{
    /// <summary>Gets the kind.</summary>
    public string Kind { get; } = kind;

    /// <summary>Gets the name.</summary>
    public string Name { get; } = name;

    /// <summary>Gets or sets the version of the kind's contract that the class implements.</summary>
    /// <value><c>1</c> by default; its major number must be that of the contract.</value>
    public string KindApiVersion { get; set; } = "1";

    /// <summary>Gets or sets the plugin's own version.</summary>
    /// <value>Null by default.</value>
    public string? Version { get; set; }

    /// <summary>Gets or sets what the plugin does, in a sentence.</summary>
    /// <value>Null by default.</value>
    public string? Description { get; set; }

    /// <summary>Gets or sets the priority: higher is earlier and preferred.</summary>
    /// <value>0 by default; 0 to 100 for plugins, 1000 and more for middleware.</value>
    public int Priority { get; set; }

    /// <summary>Gets or sets the plugins that must be ready before this one starts, each as <c>kind:name</c>, or as a name that is unique across kinds.</summary>
    /// <value>Empty by default.</value>
    public string[] DependsOn { get; set; } = [];

    /// <summary>Gets or sets the resources without which the plugin is unavailable.</summary>
    /// <value>Empty by default.</value>
    public string[] RequiredResources { get; set; } = [];

    /// <summary>Gets or sets the resources that are null when the host lacks them.</summary>
    /// <value>Empty by default.</value>
    public string[] OptionalResources { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether the plugin takes what no other plugin of its kind does.</summary>
    /// <value>False by default; at most one plugin per kind.</value>
    public bool Fallback { get; set; }

    /// <summary>Gets or sets a value indicating whether the plugin is in the first band of a chain.</summary>
    /// <value>False by default; not together with <see cref="TryLast"/>.</value>
    public bool TryFirst { get; set; }

    /// <summary>Gets or sets a value indicating whether the plugin is in the last band of a chain.</summary>
    /// <value>False by default; not together with <see cref="TryFirst"/>.</value>
    public bool TryLast { get; set; }

    /// <summary>Gets or sets the capability tags, for routing.</summary>
    /// <value>Empty by default.</value>
    public string[] Capabilities { get; set; } = [];

    /// <summary>Gets or sets the languages that the plugin handles, for routing.</summary>
    /// <value>Empty by default.</value>
    public string[] SupportsLanguages { get; set; } = [];

    /// <summary>Gets or sets the file extensions that the plugin handles, for routing.</summary>
    /// <value>Empty by default.</value>
    public string[] SupportsExtensions { get; set; } = [];

    /// <summary>Gets or sets the MIME types that the plugin handles, for routing.</summary>
    /// <value>Empty by default.</value>
    public string[] SupportsMimeTypes { get; set; } = [];

    /// <summary>Gets or sets the seconds that setup may take.</summary>
    /// <value>30 by default; above 0.</value>
    public int StartupTimeoutSeconds { get; set; } = 30;

    /// <summary>Gets or sets the seconds that teardown may take.</summary>
    /// <value>15 by default; above 0.</value>
    public int TeardownTimeoutSeconds { get; set; } = 15;

    /// <summary>Gets or sets a value indicating whether the plugin runs units of work: <c>declared</c> of <c>[plugin.unit_of_work]</c>.</summary>
    /// <value>False by default.</value>
    public bool UnitOfWork { get; set; }

    /// <summary>Gets or sets the name of the argument whose value is the queue that a unit waits in.</summary>
    /// <value>Null by default: each unit has a queue of its own.</value>
    public string? UnitPartitionKey { get; set; }

    /// <summary>Gets or sets how a unit that was done already is recognised.</summary>
    /// <value><see cref="PluginIdempotencyMode.None"/> by default.</value>
    public PluginIdempotencyMode UnitIdempotencyMode { get; set; }

    /// <summary>Gets or sets the names of the arguments that the hash of the input is made of.</summary>
    /// <value>Empty by default: all.</value>
    public string[] UnitContentHash { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether a unit can go on where it was interrupted.</summary>
    /// <value>False by default.</value>
    public bool UnitCheckpointable { get; set; }

    /// <summary>Gets or sets how many seconds a unit is expected to take.</summary>
    /// <value>0 by default: not said.</value>
    public int UnitEstimatedSeconds { get; set; }
}
