namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>Loads single texts.</summary>
internal static class Configs
{
    public static DagstackConfig Yaml(string text, params (string Name, string Value)[] variables) => Load("app.yaml", text, variables);

    public static DagstackConfig Json(string text) => Load("app.json", text, []);

    private static DagstackConfig Load(string file, string text, (string Name, string Value)[] variables)
    {
        using var folder = new TempFolder();
        folder.Write(file, text);
        return DagstackConfig.Load(file, options =>
        {
            options.BasePath = folder.Path;
            options.Variables = name => variables.FirstOrDefault(variable => variable.Name == name).Value;
        });
    }
}
