using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>One tree in every format: sections of fifty keys with text, numbers and booleans, and a list now and then.</summary>
internal sealed class ConfigurationFiles : IDisposable
{
    private const int KeysPerSection = 50;

    private readonly string _folder = Directory.CreateTempSubdirectory("dagstack-benchmark-").FullName;

    public ConfigurationFiles(int keys)
    {
        var (yaml, json, toml) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var section = 0; section < keys / KeysPerSection; section++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"section{section}:\n");
            json.Append(CultureInfo.InvariantCulture, $"{(section == 0 ? "{" : "},")}\n  \"section{section}\": {{");
            toml.Append(CultureInfo.InvariantCulture, $"[section{section}]\n");
            for (var key = 0; key < KeysPerSection; key++)
            {
                var value = Value(key);
                yaml.Append(CultureInfo.InvariantCulture, $"  key_{key}: {value}\n");
                json.Append(CultureInfo.InvariantCulture, $"{(key == 0 ? string.Empty : ",")}\n    \"key_{key}\": {value}");
                toml.Append(CultureInfo.InvariantCulture, $"key_{key} = {value}\n");
            }
        }

        json.Append("}\n}\n");
        File.WriteAllText(Path("app.yaml"), yaml.ToString());
        File.WriteAllText(Path("app.json"), json.ToString());
        File.WriteAllText(Path("app.toml"), toml.ToString());
    }

    public IConfigurationRoot Json() => new ConfigurationBuilder().SetBasePath(_folder).AddJsonFile("app.json").Build();

    public IConfigurationRoot Toml() => new ConfigurationBuilder().SetBasePath(_folder).AddTomlFile("app.toml").Build();

    public IConfigurationRoot Dagstack(string file) => new ConfigurationBuilder().SetBasePath(_folder).AddDagstackConfig(file, static o => o.EnvironmentName = string.Empty).Build();

    public string Text(string file) => File.ReadAllText(Path(file));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Value(int key) => (key % 5) switch
    {
        0 => "true",
        1 => (key * 17).ToString(CultureInfo.InvariantCulture),
        2 => "0.25",
        3 => "[1, 2]",
        _ => $"\"the text of key {key}\"",
    };

    private string Path(string name) => System.IO.Path.Combine(_folder, name);
}
