using Dagstack.Extensions.Plugins;

namespace Dispatch;

/// <summary>One plugin answers for the kind: the one of the highest priority, unless the configuration chooses another.</summary>
[PluginKind("translator")]
public interface ITranslator
{
    string Translate(string word);
}

[Plugin("translator", "dictionary", Priority = 10)]
public sealed class DictionaryTranslator : ITranslator
{
    public string Translate(string word) => word == "hello" ? "hallo" : word;
}

[Plugin("translator", "shouting")]
public sealed class ShoutingTranslator : ITranslator
{
    public string Translate(string word) => word.ToUpperInvariant();
}

public sealed class SingletonProgram(IPlugins<ITranslator> translators)
{
    public void Run()
    {
        Console.WriteLine($"singleton: {translators.Translate("hello")}");
        Console.WriteLine($"  by name: {translators["shouting"].Translate("hello")}");
    }
}
