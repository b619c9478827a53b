using Dagstack.Extensions.Plugins;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Hookspecs;
using Dagstack.Tool.Contracts;
using Dagstack.Tool.Output;
using Dagstack.Tool.Plugins;

namespace Dagstack.Tool.Kinds;

/// <summary>Finds kinds: in hookspecs, in folders of these, and in whatever has contracts.</summary>
/// <param name="kind">The one that is asked for; null for all.</param>
/// <param name="terminal">Where it is said that something takes a while.</param>
internal sealed class KindSearch(string? kind, Terminal terminal)
{
    private readonly List<FoundKind> _kinds = [];
    private readonly List<HookspecProblem> _problems = [];
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Finds the kinds that paths mean.</summary>
    /// <param name="paths">A hookspec, a folder of hookspecs, an assembly, a project or its folder, or a package.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">A path means nothing that is there, or has no kind.</exception>
    public async Task<FoundKinds> FindAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await FindAsync(path, cancellationToken).ConfigureAwait(false);
        }

        return new(_kinds, _problems, [.. _names]);
    }

    /// <summary>Says that the kind that is asked for is not there.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="names">Those that are there.</param>
    public static WrongUseException NotThere(string kind, IEnumerable<string> names) =>
        new($"There is no kind '{kind}' in what is named, which has {string.Join(", ", names.Distinct().Order(StringComparer.Ordinal).Select(static name => $"'{name}'"))}. Name one of these by --kind, or leave it out.");

    private static bool IsHookspec(string path) => Path.GetExtension(path).ToUpperInvariant() is ".YAML" or ".YML";

    private async Task FindAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path) && ContractProject.Of(path).Count == 0)
        {
            Read(HookspecFile.Find(path) is { Count: > 0 } files
                ? files
                : throw new WrongUseException($"The folder '{path}' has no hookspec and no project: no v<N>.yaml in it or right below it, and no *.csproj. Name the folder that the folders of the kinds are in, as kinds, or the project of a contract."));
        }
        else if (File.Exists(path) && IsHookspec(path))
        {
            Read([path]);
        }
        else if (IsHookspec(path) || (!File.Exists(path) && !Directory.Exists(path) && path.AsSpan().ContainsAny('/', '\\')))
        {
            throw new WrongUseException($"There is no file or folder '{path}'. Name a hookspec, as kinds/chunker/v1.yaml, the folder of several, an assembly with contracts, its project, or a package as Id@version.");
        }
        else
        {
            await DescribeAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsAskedFor(string name)
    {
        _names.Add(name);
        return kind is null || name == kind;
    }

    private void Read(IEnumerable<string> files)
    {
        // A file that is not in the folder of its kind is none.
        foreach (var file in files.Where(file => IsAskedFor(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))!))))
        {
            var result = HookspecFile.Read(file);
            _problems.AddRange(result.Problems);
            if (result.IsValid)
            {
                _kinds.Add(new(result.Spec, Places.Shorten(file)));
            }
        }
    }

    private async Task DescribeAsync(string name, CancellationToken cancellationToken)
    {
        var contracts = await ContractFiles.ReadAsync(name, terminal, cancellationToken).ConfigureAwait(false);
        foreach (var contract in contracts.Where(contract => IsAskedFor(contract.Kind)))
        {
            try
            {
                _kinds.Add(new(HookspecContract.Describe(contract), Places.Shorten(name)));
            }
            catch (PluginSerializationException fault)
            {
                _problems.Add(new() { File = Places.Shorten(name), Message = $"the contract {contract.InterfaceType.Name} of the kind '{contract.Kind}' cannot be written as a hookspec: {fault.Message}" });
            }
        }
    }
}
