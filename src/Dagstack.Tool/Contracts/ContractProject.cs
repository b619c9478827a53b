using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>The project of a contract, of which the last build is used if it is newer than what it was made of.</summary>
internal static class ContractProject
{
    /// <summary>Tells whether a file is one by its name.</summary>
    public static bool IsOne(string file) => Path.GetExtension(file).ToUpperInvariant() is ".CSPROJ" or ".FSPROJ" or ".VBPROJ";

    /// <summary>Finds the projects of a folder.</summary>
    public static IReadOnlyList<string> Of(string folder) => [.. Directory.EnumerateFiles(folder, "*.*proj").Where(IsOne).Order(StringComparer.Ordinal)];

    /// <summary>Finds the one project of a folder.</summary>
    /// <exception cref="WrongUseException">There is none, or more than one.</exception>
    public static string OfFolder(string folder) => Of(folder) switch
    {
        [var project] => project,
        [] => throw new WrongUseException($"The folder '{folder}' has no project: no *.csproj, *.fsproj or *.vbproj. {ContractNames.Expected}"),
        var several => throw new WrongUseException($"The folder '{folder}' has {several.Count} projects. Name the one of the contract: {string.Join(", ", several.Select(Places.Shorten))}."),
    };

    /// <summary>Finds what a project builds, and builds it if need be.</summary>
    /// <exception cref="WrongUseException">It cannot be read or built.</exception>
    public static async Task<FoundContract> FindAsync(string name, string project, Terminal? terminal, CancellationToken cancellationToken)
    {
        var facts = await ProjectFacts.ReadAsync(project, cancellationToken).ConfigureAwait(false);
        if (!facts.IsBuilt)
        {
            terminal?.Progress($"Building {Places.Shorten(project)}, which {(File.Exists(facts.Output) ? "was changed since its last build" : "is not built")} …");
            await BuildAsync(project, facts, cancellationToken).ConfigureAwait(false);
        }

        return ContractNames.OfAssembly(facts.Output) with { Name = name };
    }

    private static async Task BuildAsync(string project, ProjectFacts facts, CancellationToken cancellationToken)
    {
        string[] framework = facts.Framework is { } chosen ? ["--framework", chosen] : [];
        var build = await DotnetCommand.RunAsync(["build", Path.GetFullPath(project), "--nologo", "-v", "q", .. framework, "-nodeReuse:false", "-p:UseSharedCompilation=false"], cancellationToken).ConfigureAwait(false);
        if (build.ExitCode != 0)
        {
            throw new WrongUseException($"The project '{Places.Shorten(project)}' is not built: 'dotnet build' ended with {build.ExitCode}. Correct what it says, or name an assembly that is built by --contract.{Environment.NewLine}{build.Errors}");
        }

        if (!File.Exists(facts.Output))
        {
            throw new WrongUseException($"The project '{Places.Shorten(project)}' was built, and its assembly '{facts.Output}' is not there. Name the assembly itself by --contract.");
        }
    }
}
