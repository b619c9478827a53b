namespace Dagstack.Extensions.Plugins;

/// <summary>Makes an interface of another library the contract of a plugin kind.</summary>
/// <remarks>Its members are hooks of the class <see cref="DispatchClass.Singleton"/> unless <see cref="Dispatch"/> says otherwise. See §5 of the plugin contract.</remarks>
/// <typeparam name="TContract">The interface.</typeparam>
/// <param name="kind">The kind's name: lower-case letters, digits, <c>-</c> and <c>_</c>, beginning with a letter or digit.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class PluginKindAttribute<TContract>(string kind) : Attribute
    where TContract : class
{
    /// <summary>Gets the kind's name.</summary>
    public string Kind { get; } = kind;

    /// <summary>Gets or sets the version of the contract.</summary>
    /// <value>The default is <c>1.0.0</c>. A plugin's <c>kind_api_version</c> must have the same major number.</value>
    public string ApiVersion { get; set; } = "1.0.0";

    /// <summary>Gets or sets the dispatch class of the contract's members.</summary>
    /// <value>The default is <see cref="DispatchClass.Singleton"/>.</value>
    public DispatchClass Dispatch { get; set; }

    /// <summary>Gets or sets the <c>JsonSerializerContext</c> that knows the contract's types.</summary>
    /// <value>The default is null: reflection is used when a call crosses a process.</value>
    public Type? JsonContext { get; set; }

    /// <summary>Gets or sets a value indicating whether plugins of the kind run in the host's process only (<c>constraints.in_process_only</c>).</summary>
    /// <value>The default is false. Where it is true, a plugin with another runtime is unavailable with the code <c>RuntimeNotSupported</c>, and no hook is exported as a tool.</value>
    public bool InProcessOnly { get; set; }

    /// <summary>Gets or sets a value indicating whether one plugin of the kind serves the whole host (<c>constraints.singleton_per_runtime</c>).</summary>
    /// <value>The default is false. Where it is true, every hook has the class <see cref="DispatchClass.Singleton"/>, and two plugins between which nothing decides keep the host from starting.</value>
    public bool SingletonPerRuntime { get; set; }
}
