using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Plugins;

/// <summary>Assemblies with the contracts of kinds, which the host of this process finds once they are loaded.</summary>
internal static class ContractFiles
{
    /// <summary>Loads contracts.</summary>
    /// <param name="files">Assemblies, each with what it needs beside it.</param>
    /// <exception cref="WrongUseException">One is no assembly, or has no contract.</exception>
    public static void Load(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            var path = Path.GetFullPath(file);
            if (!File.Exists(path))
            {
                throw new WrongUseException($"There is no file '{file}'. --contract names the assembly that has the interface of a kind, as bin/Debug/net10.0/Chunking.Contracts.dll.");
            }

            Load(file, path);
        }
    }

    private static void Load(string file, string path)
    {
        var resolver = new AssemblyDependencyResolver(path);
        AssemblyLoadContext.Default.Resolving += (context, name) => resolver.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
        Assembly assembly;
        try
        {
            assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException)
        {
            throw new WrongUseException($"'{file}' is no assembly of .NET that can be loaded: {fault.Message}");
        }

        if (!PluginContracts.FindAll().Values.Any(contract => contract.InterfaceType.Assembly == assembly))
        {
            throw new WrongUseException($"'{file}' has no contract. Name the assembly whose interfaces have [PluginKind(\"…\")]; its project references Dagstack.Extensions.Plugins.Abstractions, which makes contracts of them.");
        }
    }
}
