namespace Graballo.Designer.Components.Stages;

/// <summary>How much room the stage ribbon has.</summary>
public enum RibbonSize
{
    /// <summary>Names and times under wide segments.</summary>
    Full,

    /// <summary>The same in a side column.</summary>
    Narrow,

    /// <summary>Six notches for a list.</summary>
    Notch,

    /// <summary>A ladder in plain words for clients.</summary>
    Words,
}
