using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Files;

// What YAML has and the other formats have not: values that take their type after variables have been replaced, and aliases.
internal sealed partial class ConfigTreeBuilder
{
    // The text with variables in it that the next value is made of.
    private string? _replaced;

    public override ConfigNode? Expand(ref string text, int line, int column)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return null;
        }

        var result = context.Expand(text, line, column);
        if (result.Secret is { } secret)
        {
            context.Count(1, line, column);
            return new ConfigSecret(context.File, line, column, secret);
        }

        text = result.Text ?? string.Empty;
        _replaced = result.IsReplaced ? text : null;
        return null;
    }

    public override ConfigNode Verbatim(string text, int line, int column)
    {
        context.Count(1, line, column);
        return ConfigScalar.OfString(context.File, line, column, text, TakeReplaced() is not null);
    }

    public override void CheckAlias(string alias, ConfigNode node, int height, int line, int column)
    {
        if (context.Depth + height > ReadLimits.Depth)
        {
            throw context.Fault($"with the alias *{alias} the file is nested more than {ReadLimits.Depth} levels deep. Make it flatter.", line, column);
        }

        context.Count(node.Size, line, column);
    }

    public override Exception MergeKey(int line, int column) =>
        context.Fault("'<<' merges mappings in YAML 1.1 only, and this is YAML 1.2. Write the keys out, put what is common in a lower layer, or quote the key if it is one.", line, column);

    public override Exception Fault(string message, int line, int column) => context.Fault(message, line, column);

    private string? TakeReplaced()
    {
        var replaced = _replaced;
        _replaced = null;
        return replaced;
    }
}
