using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Plugins;

/// <summary>Assemblies with the contracts of kinds, which the host of this process finds once they are loaded.</summary>
internal static class ContractFiles
{
    /// <summary>Loads contracts.</summary>
    /// <param name="names">Assemblies, projects and packages.</param>
    /// <param name="terminal">Where it is said that something takes a while; null for nowhere.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <returns>The assemblies that were loaded.</returns>
    /// <exception cref="WrongUseException">One means nothing that is there, is no assembly, or has no contract.</exception>
    public static async Task<IReadOnlyList<string>> LoadAsync(IEnumerable<string> names, Terminal? terminal, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        foreach (var name in names)
        {
            var contract = await ContractNames.FindAsync(name, terminal, cancellationToken).ConfigureAwait(false);
            foreach (var file in contract.Files)
            {
                Load(contract, file, AssemblyLoadContext.Default);
                files.Add(file);
            }
        }

        return files;
    }

    /// <summary>Reads contracts apart from all others: two builds of one assembly can be looked at beside each other.</summary>
    /// <param name="name">An assembly, a project or a package.</param>
    /// <param name="terminal">Where it is said that something takes a while; null for nowhere.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <exception cref="WrongUseException">It means nothing that is there, is no assembly, or has no contract.</exception>
    public static async Task<IReadOnlyList<PluginContract>> ReadAsync(string name, Terminal? terminal, CancellationToken cancellationToken)
    {
        var found = await ContractNames.FindAsync(name, terminal, cancellationToken).ConfigureAwait(false);
        return [.. found.Files.SelectMany(file => Load(found, file, new AssemblyLoadContext(file)))];
    }

    /// <summary>Loads the contracts of the projects that another project references.</summary>
    /// <param name="folder">The folder of that project.</param>
    /// <param name="terminal">Where it is said that something takes a while; null for nowhere.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <exception cref="WrongUseException">A project cannot be read or built.</exception>
    public static async Task LoadReferencedAsync(string folder, Terminal? terminal, CancellationToken cancellationToken)
    {
        foreach (var project in ContractProject.Of(folder))
        {
            foreach (var reference in (await ProjectFacts.ReadAsync(project, cancellationToken).ConfigureAwait(false)).References.Where(File.Exists))
            {
                var contract = await ContractProject.FindAsync(reference, reference, terminal, cancellationToken).ConfigureAwait(false);
                foreach (var file in contract.Files.Where(ContractMark.IsOn))
                {
                    Load(contract, file, AssemblyLoadContext.Default);
                }
            }
        }
    }

    /// <summary>Finds the contracts that a host has: in the assemblies beside its own.</summary>
    /// <param name="host">The host's assembly.</param>
    /// <exception cref="WrongUseException">It is not there, or has none.</exception>
    public static IReadOnlyList<string> Of(string host)
    {
        if (!File.Exists(host))
        {
            throw new WrongUseException($"There is no file '{host}'. --host names the assembly of a host that is built, as bin/Debug/net10.0/Host.dll.");
        }

        var found = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(host))!, "*.dll")
            .Where(static file => !Path.GetFileName(file).StartsWith("Dagstack.Extensions.", StringComparison.Ordinal) && ContractMark.IsOn(file))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return found.Length > 0 ? found : throw new WrongUseException($"Beside '{host}' is no assembly with a contract. Name the output folder's own, not that of obj.");
    }

    private static PluginContract[] Load(FoundContract contract, string path, AssemblyLoadContext context)
    {
        Assembly assembly;
        var file = contract.Name;
        try
        {
            var beside = new AssemblyDependencyResolver(path);
            context.Resolving += (context, name) => (beside.ResolveAssemblyToPath(name) ?? contract.Needed.GetValueOrDefault(name.Name!)) is { } found ? context.LoadFromAssemblyPath(found) : null;
            assembly = context.LoadFromAssemblyPath(path);
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or InvalidOperationException)
        {
            throw new WrongUseException($"'{file}' is no assembly of .NET that can be loaded: {fault.Message}");
        }

        PluginContract[] contracts;
        try
        {
            contracts = [.. assembly.GetCustomAttributes<PluginContractAttribute>().Select(static attribute => (PluginContract)Activator.CreateInstance(attribute.ContractType)!)];
            Array.ForEach(contracts, Probe);
        }
        catch (Exception fault)
        {
            throw new WrongUseException($"The contracts of '{file}' cannot be read: {fault.Message} {(contract.Missing.Count > 0 ? string.Join(' ', contract.Missing) : $"Build it against Dagstack.Extensions.Plugins.Abstractions {ToolVersion.Current}, or use the tool of its version.")}");
        }

        return contracts.Length > 0
            ? contracts
            : throw new WrongUseException($"'{file}' has no contract. Name the assembly whose interfaces have [PluginKind(\"…\")]; its project references Dagstack.Extensions.Plugins.Abstractions, which makes contracts of them.");
    }

    /// <summary>Has everything loaded that the contract is made of: what is missing is said here, and not by whoever needs it first.</summary>
    private static void Probe(PluginContract contract)
    {
        foreach (var hook in contract.Hooks)
        {
            _ = hook.ResultType.Assembly;
            foreach (var parameter in hook.Parameters)
            {
                _ = parameter.Type.Assembly;
            }
        }
    }
}
