namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

internal enum SpecNodeKind
{
    Null,
    Text,
    Number,
    Boolean,
    List,
    Table,
}
