using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.CompilerServices;

namespace Dagstack.Extensions.Plugins.Kinds;

/// <summary>The contracts that a host knows, found by the attribute that the generator puts on assemblies.</summary>
internal sealed class PluginKinds
{
    /// <summary>The key of the metadata by which a build has recorded the contracts that a host references.</summary>
    private const string RecordKey = "DagstackContracts";

    private readonly HashSet<Assembly> _seen = [];
    private readonly Dictionary<string, PluginContract> _contracts = new(StringComparer.Ordinal);

    /// <summary>Gets the contracts by kind.</summary>
    public IReadOnlyDictionary<string, PluginContract> Contracts => _contracts;

    /// <summary>Gets what was found and is worth a warning.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Looks through the entry assembly, what it references, and what is loaded.</summary>
    public void Scan()
    {
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            AddWithReferences(entry);
        }

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Add(assembly);
        }
    }

    /// <summary>Adds the contracts that an assembly declares, and those of what it references.</summary>
    /// <param name="assembly">An assembly of the host.</param>
    public void AddWithReferences(Assembly assembly)
    {
        Add(assembly);
        foreach (var reference in assembly.GetReferencedAssemblies().Concat(RecordedBy(assembly)))
        {
            if (!IsFramework(reference.Name) && TryLoad(reference) is { } referenced)
            {
                Add(referenced);
            }
        }
    }

    /// <summary>Adds the contracts that an assembly declares.</summary>
    /// <param name="assembly">An assembly of the host.</param>
    public void Add(Assembly assembly)
    {
        // What can be unloaded must not be remembered: a contract is the host's and stays.
        if (assembly.IsCollectible
            || assembly.IsDynamic
            || AssemblyLoadContext.GetLoadContext(assembly) is IsolatedLoadContext
            || !_seen.Add(assembly)
            || IsFramework(assembly.GetName().Name))
        {
            return;
        }

        foreach (var contract in ContractsOf(assembly))
        {
            if (!_contracts.TryAdd(contract.Kind, contract) && _contracts[contract.Kind].InterfaceType != contract.InterfaceType)
            {
                Warnings.Add($"the kind '{contract.Kind}' has two contracts: {_contracts[contract.Kind].InterfaceType.AssemblyQualifiedName}, which is used, and {contract.InterfaceType.AssemblyQualifiedName}. Rename one of the kinds.");
            }
        }
    }

    /// <summary>Finds the contract of an interface, in its own assembly first.</summary>
    /// <param name="interfaceType">The interface.</param>
    /// <returns>The contract, or null if no generated code for it is known.</returns>
    public PluginContract? Find(Type interfaceType)
    {
        Add(interfaceType.Assembly);
        return _contracts.Values.FirstOrDefault(contract => contract.InterfaceType == interfaceType);
    }

    /// <summary>Reads what an assembly declares. Any assembly of the application may lack something, and keeps nobody from registering.</summary>
    private List<PluginContract> ContractsOf(Assembly assembly)
    {
        var contracts = new List<PluginContract>();
        try
        {
            foreach (var attribute in assembly.GetCustomAttributes<PluginContractAttribute>())
            {
                contracts.Add((PluginContract)Activator.CreateInstance(attribute.ContractType, BindingFlags.DoNotWrapExceptions | BindingFlags.Instance | BindingFlags.Public, null, null, null)!);
            }
        }
        catch (Exception fault)
        {
            // An attribute of an assembly that is missing is of no interest, unless a contract might be beside it.
            var name = typeof(PluginContractAttribute).Assembly.GetName().Name;
            if (Array.Exists(assembly.GetReferencedAssemblies(), reference => reference.Name == name))
            {
                Warnings.Add($"the contracts of the assembly {assembly.FullName} cannot be read, it threw {fault.GetType().FullName}: {fault.Message} Build it against this version of {name}, and ship what it references.");
            }
        }

        return contracts;
    }

    /// <summary>Gets the contracts that the build of a host has recorded: of those that no code of it uses, the compiler says nothing.</summary>
    private List<AssemblyName> RecordedBy(Assembly assembly)
    {
        try
        {
            return
            [
                .. assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                    .Where(static metadata => metadata.Key == RecordKey)
                    .SelectMany(static metadata => (metadata.Value ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries))
                    .Select(static name => new AssemblyName(name)),
            ];
        }
        catch (Exception fault) when (fault is IOException or BadImageFormatException or TypeLoadException)
        {
            Warnings.Add($"which contracts {assembly.FullName} references cannot be read, since an attribute of it is of an assembly that is missing: {fault.Message} Ship that, or name the contracts by o.AddKind<T>().");
            return [];
        }
    }

    // Libraries of Microsoft declare no contracts either, and loading all of them takes time.
    private static bool IsFramework(string? name) =>
        name is null || FrameworkNames.Contains(name) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception fault) when (fault is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // A reference that cannot be loaded declares no contract; whoever uses it meets the error itself.
            return null;
        }
    }
}
