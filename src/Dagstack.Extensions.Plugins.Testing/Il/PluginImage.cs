using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>The code of one plugin: its class, and every type of its assembly that leads to from there.</summary>
/// <remarks>What other assemblies do is theirs. Code that a generator has marked as its own is left out.</remarks>
internal sealed class PluginImage : IDisposable
{
    private readonly PEReader _pe;
    private readonly Symbols _symbols;
    private readonly string _class;

    private PluginImage(PEReader pe, string path, string className)
    {
        _pe = pe;
        _symbols = new(pe, path);
        var walk = new TypeWalk(pe, className);
        _class = walk.ClassName ?? className;
        Methods = walk.Methods;
        Fields = walk.Fields;
        References = walk.References;
        Interfaces = walk.Interfaces;
        Allowed = walk.Allowed;
        var reader = pe.GetMetadataReader();
        AssemblyReferences = [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))];
    }

    /// <summary>Gets the simple names of the assemblies that it references.</summary>
    public IReadOnlyList<string> AssemblyReferences { get; }

    public IReadOnlyList<IlMethod> Methods { get; }

    /// <summary>Gets the static fields, without constants and what the compiler makes for itself.</summary>
    public IReadOnlyList<IlField> Fields { get; }

    /// <inheritdoc cref="TypeWalk.Interfaces"/>
    public IReadOnlySet<string> Interfaces { get; }

    /// <summary>Gets the full names of the types that code and signatures name.</summary>
    public IReadOnlySet<string> References { get; }

    /// <summary>Gets what the author has allowed.</summary>
    public IReadOnlyList<AllowedViolation> Allowed { get; }

    /// <summary>Opens an assembly.</summary>
    /// <param name="path">The assembly's file.</param>
    /// <param name="className">The plugin's class: its full name, or a simple one.</param>
    /// <exception cref="BadImageFormatException">It is no assembly.</exception>
    public static PluginImage Open(string path, string className)
    {
        var pe = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        try
        {
            return new(pe, path, className);
        }
        catch
        {
            pe.Dispose();
            throw;
        }
    }

    /// <summary>Finds the place of an instruction.</summary>
    public PluginLocation LocationOf(IlMethod method, int offset)
    {
        var line = _symbols.Find(method.Handle, offset);
        return new() { Type = method.Type.Replace('+', '.'), Member = method.Member, File = line?.File, Line = line?.Line };
    }

    /// <summary>Finds the place of a member of the plugin's class.</summary>
    public PluginLocation LocationOf(string member)
    {
        var name = SourceNames.OfMethod(member);
        return Methods.Where(method => method.Member == name && (method.Type == _class || method.Type.StartsWith(_class, StringComparison.Ordinal)))
            .Select(method => LocationOf(method, 0))
            .OrderBy(static location => location.Line ?? int.MaxValue)
            .FirstOrDefault() ?? new() { Type = _class, Member = name };
    }

    /// <summary>Finds the place of what an attribute is on.</summary>
    public PluginLocation LocationOf(AllowedViolation allowed) => Methods
        .Where(method => method.Type == allowed.Type && (allowed.Member is null || method.Member == allowed.Member))
        .Select(method => LocationOf(method, 0))
        .OrderBy(static location => location.Line ?? int.MaxValue)
        .FirstOrDefault() ?? new() { Type = allowed.Type?.Replace('+', '.'), Member = allowed.Member };

    /// <summary>Finds the first place that names a member of another type.</summary>
    public PluginLocation PlaceOf(string type, string name) => Methods
        .SelectMany(method => method.Members.Where(pair => pair.Value.Type == type && pair.Value.Name == name).Select(pair => LocationOf(method, pair.Key)))
        .FirstOrDefault() ?? new() { Type = _class };

    /// <summary>Finds the place of a static field: where it is first written or read.</summary>
    public PluginLocation LocationOf(IlField field)
    {
        foreach (var method in Methods)
        {
            foreach (var (offset, member) in method.Members)
            {
                if (member.Type == field.Type && SourceNames.OfMethod(SourceNames.Inside(member.Name) ?? member.Name) == field.Name && LocationOf(method, offset) is { Line: not null } found)
                {
                    return found with { Type = field.Type.Replace('+', '.'), Member = field.Name };
                }
            }
        }

        return new() { Type = field.Type.Replace('+', '.'), Member = field.Name };
    }

    public void Dispose()
    {
        _symbols.Dispose();
        _pe.Dispose();
    }
}
