using Dagstack.Extensions.Plugins.Hookspecs.CSharp;
using Dagstack.Extensions.Plugins.Hookspecs.Markdown;
using Dagstack.Extensions.Plugins.Hookspecs.Python;
using Dagstack.Extensions.Plugins.Hookspecs.TypeScript;
using Dagstack.Extensions.Plugins.Hookspecs.Yaml;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>Makes files of a kind: C#, Python, TypeScript, a page for people, or its hookspec.</summary>
/// <remarks>The same kind gives the same bytes, on every machine. See docs/kinds.md.</remarks>
public static class HookspecEmitter
{
    /// <summary>Makes the files of a kind.</summary>
    /// <param name="spec">The kind.</param>
    /// <param name="target">What it is made into.</param>
    /// <param name="options">Names; null for the defaults.</param>
    /// <returns>The files: one, or of a hookspec also its schemas.</returns>
    public static IReadOnlyList<EmittedFile> Emit(Hookspec spec, HookspecTarget target, HookspecEmitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        options ??= new();
        var path = $"{spec.Kind}/v{spec.Major}";
        return target switch
        {
            HookspecTarget.CSharp => [new($"{CSharpFile.InterfaceName(spec.Kind)}.g.cs", CSharpFile.Write(spec, options.Namespace ?? "Kinds", $"{path}.yaml"))],
            HookspecTarget.Python => [new($"{path}.py", PythonModule.Write(spec))],
            HookspecTarget.TypeScript => [new($"{path}.ts", TypeScriptModule.Write(spec))],
            HookspecTarget.Markdown => [new($"{path}.md", MarkdownPage.Write(spec))],
            HookspecTarget.Yaml => [new($"{path}.yaml", YamlFile.Write(spec)), .. SchemaFile.All(spec)],
            _ => throw new ArgumentOutOfRangeException(nameof(target), target, "There is no such target."),
        };
    }
}
