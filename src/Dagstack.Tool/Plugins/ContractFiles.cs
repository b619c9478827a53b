using System.Reflection;
using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Tool.Output;

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

    /// <summary>Finds the contracts that a host has: by the attribute that the generator puts on an assembly, whose name is in its metadata as plain text.</summary>
    /// <param name="host">The host's assembly.</param>
    /// <exception cref="WrongUseException">It is not there, or has none.</exception>
    public static IReadOnlyList<string> Of(string host)
    {
        if (!File.Exists(host))
        {
            throw new WrongUseException($"There is no file '{host}'. --host names the assembly of a host that is built, as bin/Debug/net10.0/Host.dll.");
        }

        var found = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(host))!, "*.dll")
            .Where(static file => !Path.GetFileName(file).StartsWith("Dagstack.Extensions.", StringComparison.Ordinal) && File.ReadAllBytes(file).AsSpan().IndexOf("PluginContractAttribute"u8) >= 0)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return found.Length > 0 ? found : throw new WrongUseException($"Beside '{host}' is no assembly with a contract. Name the output folder's own, not that of obj.");
    }

    private static void Load(string file, string path)
    {
        Assembly assembly;
        try
        {
            var beside = new AssemblyDependencyResolver(path);
            AssemblyLoadContext.Default.Resolving += (context, name) => beside.ResolveAssemblyToPath(name) is { } found ? context.LoadFromAssemblyPath(found) : null;
            assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException or InvalidOperationException)
        {
            throw new WrongUseException($"'{file}' is no assembly of .NET that can be loaded: {fault.Message}");
        }

        bool hasContract;
        try
        {
            hasContract = assembly.GetCustomAttributes<PluginContractAttribute>().Any();
        }
        catch (Exception fault)
        {
            throw new WrongUseException($"The contracts of '{file}' cannot be read: {fault.Message} Build it against Dagstack.Extensions.Plugins.Abstractions {ToolVersion.Current}, or use the tool of its version.");
        }

        if (!hasContract)
        {
            throw new WrongUseException($"'{file}' has no contract. Name the assembly whose interfaces have [PluginKind(\"…\")]; its project references Dagstack.Extensions.Plugins.Abstractions, which makes contracts of them.");
        }
    }
}
