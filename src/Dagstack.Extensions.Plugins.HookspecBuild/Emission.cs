using Dagstack.Extensions.Plugins.Hookspecs;

namespace Dagstack.Extensions.Plugins.HookspecBuild;

/// <summary>Makes C# of hookspecs.</summary>
internal static class Emission
{
    /// <param name="lines">Of each hookspec the file, the namespace and the file to write, with tabs between.</param>
    /// <param name="said">Takes what is wrong.</param>
    public static void Run(IEnumerable<string> lines, BuildOutput said)
    {
        foreach (var line in lines.Where(static line => line.Length > 0))
        {
            var parts = line.Split('\t');
            if (!HookspecEmitOptions.IsNamespace(parts[1]))
            {
                said.Error("DSP130", parts[0], $"its Namespace in the project is '{parts[1]}', and names with dots between are expected. Write <DagstackHookspec Include=\"…\" Namespace=\"Acme.Kinds\" />; without one it is the RootNamespace of the project.");
                continue;
            }

            var result = HookspecFile.Read(parts[0]);
            Report(result, said);
            if (result.IsValid)
            {
                Write(parts[2], HookspecEmitter.Emit(result.Spec, HookspecTarget.CSharp, new() { Namespace = parts[1] })[0].Text);
            }
        }
    }

    public static void Report(HookspecResult result, BuildOutput said)
    {
        foreach (var problem in result.Problems)
        {
            if (problem.IsWarning)
            {
                said.Warning("DSP131", problem.File, problem.Message, problem.Line, problem.Column);
            }
            else
            {
                said.Error("DSP130", problem.File, problem.Message, problem.Line, problem.Column);
            }
        }
    }

    // A file that stays the same keeps its time, so that nothing is compiled again.
    private static void Write(string file, string text)
    {
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
