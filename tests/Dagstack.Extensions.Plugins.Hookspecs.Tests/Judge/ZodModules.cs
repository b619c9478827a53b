using System.Text.Json;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;
using Dagstack.Extensions.Plugins.Hookspecs.TypeScript;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>The modules of all kinds that are here: compiled by one run of the compiler, and asked about all values in one process.</summary>
internal static class ZodModules
{
    private static readonly Lazy<Task<ZodVerdicts>> s_verdicts = new(JudgeAsync);

    /// <summary>Gets the verdicts; the test is skipped where Node or zod is missing.</summary>
    public static Task<ZodVerdicts> VerdictsAsync()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Folder), "DAGSTACK_ZOD is not set: zod is not installed. See tests/fixtures/Zod.");
        return s_verdicts.Value;
    }

    /// <summary>Compiles modules as strictly as the compiler can.</summary>
    public static async Task<ProcessResult> CompileAsync(TempFolder folder, params IEnumerable<string> files)
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Folder), "DAGSTACK_ZOD is not set: zod is not installed. See tests/fixtures/Zod.");
        folder.Write("package.json", """{ "type": "module" }""");
        Directory.CreateSymbolicLink(folder.Combine("node_modules"), Path.Combine(Folder!, "node_modules"));
        return await Tool.RunProgramAsync("node", folder.Path,
        [
            "node_modules/typescript/bin/tsc", "--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes",
            "--noUnusedLocals", "--noImplicitOverride", "--verbatimModuleSyntax", "--isolatedModules", .. files,
        ]);
    }

    private static string? Folder => Environment.GetEnvironmentVariable("DAGSTACK_ZOD");

    private static async Task<ZodVerdicts> JudgeAsync()
    {
        var kinds = new[] { OwnKind.Read() }.Concat(Environment.GetEnvironmentVariable("DAGSTACK_PLUGIN_SPEC_DIR") is { Length: > 0 } ? [PublicKinds.Read("tool"), PublicKinds.Read("orchestrator")] : []).ToList();
        using var folder = new TempFolder();
        kinds.ForEach(kind => folder.Write($"{kind.Kind}.ts", TypeScriptModule.Write(kind)));
        var compiled = await CompileAsync(folder, kinds.Select(static kind => $"{kind.Kind}.ts"));
        if (compiled.ExitCode != 0)
        {
            return new(compiled.Output, default);
        }

        foreach (var kind in kinds)
        {
            var values = Schemas.Of(kind).Select(payload => $"\"{Names.OfFile(payload.File)}\":[{string.Join(',', Piles.For(kind, payload).All.Select(static value => value.GetRawText()))}]");
            folder.Write($"{kind.Kind}.json", $"{{{string.Join(',', values)}}}");
        }

        var judged = await Tool.RunProgramAsync("node", folder.Path, [Path.Combine(Folder!, "judge.mjs"), .. kinds.SelectMany(static kind => new[] { $"{kind.Kind}.js", $"{kind.Kind}.json" })]);
        Assert.True(judged.ExitCode == 0, judged.Error);
        return new(string.Empty, JsonElement.Parse(judged.Output));
    }
}
