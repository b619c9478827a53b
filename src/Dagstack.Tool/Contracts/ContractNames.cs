using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>What <c>--contract</c> may name: an assembly, a project, or a package.</summary>
internal static class ContractNames
{
    /// <summary>What is to be written, for whoever wrote something else.</summary>
    public const string Expected = "--contract names the assembly that has the interface of a kind, as bin/Debug/net10.0/Chunking.Contracts.dll, its project or the folder of that, a package, as Chunking.Contracts@1.0.0 for one that is restored, or a .nupkg file.";

    /// <summary>Finds the assemblies that a name means. A project that is not built, or was changed since, is built.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="terminal">Where it is said that something takes a while; null for nowhere.</param>
    /// <param name="cancellationToken">Ends a build.</param>
    /// <exception cref="WrongUseException">It means nothing that is there, or the project cannot be built.</exception>
    public static async Task<FoundContract> FindAsync(string name, Terminal? terminal, CancellationToken cancellationToken)
    {
        if (File.Exists(name))
        {
            return ContractProject.IsOne(name) ? await ContractProject.FindAsync(name, name, terminal, cancellationToken).ConfigureAwait(false)
                : PackageFile.IsOne(name) ? PackageFile.Find(name)
                : OfAssembly(name);
        }

        if (Directory.Exists(name))
        {
            return await ContractProject.FindAsync(name, ContractProject.OfFolder(name), terminal, cancellationToken).ConfigureAwait(false);
        }

        return IsFile(name)
            ? throw new WrongUseException($"There is no file '{name}'. {Expected}")
            : RestoredPackage.Find(name);
    }

    /// <summary>An assembly with what its build says that it needs.</summary>
    public static FoundContract OfAssembly(string file) => new(file, [Path.GetFullPath(file)]) { Needed = DependencyFile.Read(file)?.Needed ?? new Dictionary<string, string>() };

    private static bool IsFile(string name) =>
        name.AsSpan().ContainsAny('/', '\\') || Path.GetExtension(name).ToUpperInvariant() is ".DLL" or ".EXE" || ContractProject.IsOne(name) || PackageFile.IsOne(name) || !RestoredPackage.IsName(name);
}
